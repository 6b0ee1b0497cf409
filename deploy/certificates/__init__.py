"""The certificate of every name under the CDG's own domain: asked by DNS, kept, renewed by the worker."""
