"""Twice a year whoever manages a project confirms who is on its boards."""
