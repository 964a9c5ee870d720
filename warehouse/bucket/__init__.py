"""A lake in an S3 bucket: its catalog, and the few things that are asked of an object store."""
