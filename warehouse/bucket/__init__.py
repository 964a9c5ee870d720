"""A lake in an S3 bucket: its catalog, and the few operations that an object store must have."""
