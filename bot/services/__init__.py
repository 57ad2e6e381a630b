"""Use cases, one verb phrase a file. Each opens its own transaction; none knows Flask or the Twilio SDK."""
