"""What is done with a model: switch a mechanism off, change a scenario, replay a history, ask it why."""
