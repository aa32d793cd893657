"""The organisations that people work in, their services and teams, and what each of them lets its people do."""
