"""What Projets takes: time, bytes and memory, measured from outside, against the numbers it has to hold."""
