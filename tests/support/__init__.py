"""What tests share: fakes held to the same contracts as the real thing, databases, a Twilio that speaks HTTP."""
