"""Speed, calibration and back-tests: each module prints its own figures; none is part of the package."""
