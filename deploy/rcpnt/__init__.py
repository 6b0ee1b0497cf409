"""The referential of the ANCT on the digital presence of territories (RCPNT), checked for each commune."""
