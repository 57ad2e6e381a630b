"""How texts leave: the interface, Twilio, and the demo's console."""
