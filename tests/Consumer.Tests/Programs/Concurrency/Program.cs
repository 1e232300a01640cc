//= Concurrency: Use
