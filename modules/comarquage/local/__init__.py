"""What is said here beside the national sheets: by the town hall, by the département, by the centre de gestion."""
