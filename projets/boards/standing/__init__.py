"""How the instance stands, and the proofs that it is safe: read when asked, never kept."""
