//= README: Quick start
