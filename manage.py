import os
import sys

from django.core.management import execute_from_command_line

from projets.config.catalogues import compile_all

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "projets.config.settings")
compile_all()
execute_from_command_line(sys.argv)
