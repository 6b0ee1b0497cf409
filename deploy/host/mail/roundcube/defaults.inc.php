<?php
// Roundcube looks for its own values beside the configuration that it is told: those of Debian's package.
require '/etc/roundcube/defaults.inc.php';
