"""A few who never give way, among many who do."""
