"""Co-marquage: the national guide of rights and procedures, completed by the commune."""
