"""What leaves in one piece, in open formats: a ZIP of JSON, CSV and files (E-04).

own         what this instance knows of somebody, for that person
project     a whole project, for whoever manages it
archive     how it is put in a file
"""
