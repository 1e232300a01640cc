//= Sse: Use
