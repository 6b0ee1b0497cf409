"""Which other sites may read the data of a commune in their visitors' browsers, said by the commune itself."""
