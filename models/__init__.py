"""The mathematics, in NumPy alone. Shapes: R replicas, B batch, D inputs, C outputs, P parameters."""
