"""What runs mean: endings, falls, the record beside them, paired effects. Reads runs and never makes one."""
