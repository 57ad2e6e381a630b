"""Every SQL statement, one noun a file. Functions take a Session and never commit: services decide what is one transaction."""
