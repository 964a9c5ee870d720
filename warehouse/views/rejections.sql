-- One row is one page that was set aside: the stage, a reason code and a line for people.
SELECT * FROM landed.rejections
