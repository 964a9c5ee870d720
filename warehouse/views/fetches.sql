-- One row is one attempt: every link that a run saw ends here once, with its outcome and the reason.
SELECT * FROM landed.fetches
