using Investigations.Concurrency;
using Investigations.Concurrency.EntityFrameworkCore;

static class Rest
{
    public static async Task<VersionCommit> UpdateAsync(AppDb db, int id, ExpectedVersion expected, string status, CancellationToken ct)
    {
        //= Concurrency.EntityFrameworkCore: Usage: 4
        return commit;
    }
}

//= Concurrency.EntityFrameworkCore: Usage: 2
