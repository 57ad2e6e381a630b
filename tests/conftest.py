"""What holds for every test: how long the long ones run.

`make test` runs a seeded sample of each long test, the same every time; PROVE=1 (`make prove`) runs them at full size with
fresh seeds.
"""

import os

from hypothesis import HealthCheck, settings

# No deadlines: a slow machine is not a fault.
settings.register_profile("sample", deadline=None, derandomize=True, max_examples=50, database=None)
settings.register_profile(
    "prove", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("prove" if os.environ.get("PROVE") else "sample")
