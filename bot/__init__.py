"""Text Us, the application around `conversations`: web, worker, database, Twilio, clinic file and commands.

What a newcomer would get wrong: nothing here decides what a patient is told. That is `conversations`, which knows nothing of
this package. Imports go one way: web, worker and commands -> services -> store -> models.
"""
