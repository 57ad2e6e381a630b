"""What each text-us command does. Together with `app` and `worker` these are the composition roots: only here are settings, the
clinic file, the database and the gateway put together.
"""
