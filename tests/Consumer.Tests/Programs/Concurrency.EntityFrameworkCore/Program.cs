//= Concurrency.EntityFrameworkCore: Usage
