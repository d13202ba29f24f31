"""What somebody uploads, looked at before anything is made of it: its name, its zip, a Word template."""
