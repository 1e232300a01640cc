using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Investigations.RateLimiting.Tests;

public class KeyTests
{
    private readonly KeyHasher _hasher = new();

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("::ffff:192.0.2.4", "192.0.2.4", true)]
    [InlineData("192.0.2.4", "192.0.2.5", false)]
    [InlineData("fe80::1%3", "fe80::1%4", true)]
    [InlineData("::c000:0204", "192.0.2.4", false)]
    public void ForAddress_OfTwoAddresses_IsOneKeyPerClient(string first, string second, bool same)
    {
        var (left, right) = (RateLimitKey.ForAddress(IPAddress.Parse(first)), RateLimitKey.ForAddress(IPAddress.Parse(second)));

        Assert.Equal(same, left == right);
        Assert.Equal(same, _hasher.Hash(left, 1) == _hasher.Hash(right, 1));
    }

    [Fact]
    public void Keys_OfDifferentTypesOrTexts_NeverCollide()
    {
        RateLimitKey[] keys =
        [
            default, RateLimitKey.ForAddress(null), RateLimitKey.ForAddress(IPAddress.Any), RateLimitKey.ForAddress(IPAddress.IPv6Any),
            RateLimitKey.ForUser(""), RateLimitKey.ForUser("\0"), RateLimitKey.ForUser("\0\0"), RateLimitKey.ForUser("192.0.2.4"),
            RateLimitKey.ForAddress(IPAddress.Parse("192.0.2.4")), RateLimitKey.Create("user", "192.0.2.4"), RateLimitKey.Create("key", "192.0.2.4"),
            RateLimitKey.ForUser("a}b{c"), RateLimitKey.ForUser("a\r\nb"), RateLimitKey.ForUser("😀"), RateLimitKey.ForUser("Admin"), RateLimitKey.ForUser("admin"),
            RateLimitKey.ForUser(new string('x', 63)), RateLimitKey.ForUser(new string('x', 64)), RateLimitKey.ForUser(new string('x', 65)),
            RateLimitKey.ForUser(new string('x', 65) + "y"), RateLimitKey.ForUser(new string('x', 9)), RateLimitKey.ForUser(new string('x', 8)),
            RateLimitKey.Combine(RateLimitKey.ForUser("ab"), RateLimitKey.ForUser("c")), RateLimitKey.Combine(RateLimitKey.ForUser("a"), RateLimitKey.ForUser("bc")),
            RateLimitKey.Combine(RateLimitKey.ForUser("a"), RateLimitKey.Create("bc", "")),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(keys.Length, keys.Select(k => _hasher.Hash(k, 1)).Distinct().Count());
    }

    [Fact]
    public void Hash_OfTextsThatDifferInOneCharacter_Differs()
    {
        for (var length = 1; length < 80; length++)
        {
            var text = new string('x', length);
            HashSet<KeyHash> hashes = [_hasher.Hash(RateLimitKey.ForUser(text), 1)];
            for (var i = 0; i < length; i++)
            {
                Assert.True(hashes.Add(_hasher.Hash(RateLimitKey.ForUser(text[..i] + 'y' + text[(i + 1)..]), 1)));
            }
        }
    }

    [Fact]
    public void Hash_OfManyAddresses_SpreadsOverAllPlaces()
    {
        var places = new int[64];
        for (var i = 0; i < 64_000; i++)
        {
            var key = RateLimitKey.ForAddress(new IPAddress([10, 0, (byte)(i >> 8), (byte)i]));
            places[_hasher.Hash(key, 1).Spread >> 48 & 63]++;
        }

        Assert.All(places, static count => Assert.InRange(count, 800, 1200));
    }

    [Fact]
    public void Check_WithAMegabyteOfKey_AllocatesNothing()
    {
        var store = new MemoryRateLimitStore(TimeProvider.System, 100);
        var rule = TestRules.Rule(limit: 1_000_000);
        var key = RateLimitKey.ForUser(new string('k', 1 << 19));
        store.Check(rule, key: key);
        var before = GC.GetAllocatedBytesForCurrentThread();

        store.TryCheck(key, rule, 1, out _);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void UserOrAddress_OfAnAuthenticatedUser_IsTheStableId()
    {
        Assert.Equal(RateLimitKey.ForUser("a"), RateLimitKeys.UserOrAddress(Context("sub", "a")));
        Assert.Equal(RateLimitKey.ForUser("a"), RateLimitKeys.UserOrAddress(Context(ClaimTypes.NameIdentifier, "a")));
        Assert.Equal(RateLimitKey.ForAddress(null), RateLimitKeys.UserOrAddress(Context(ClaimTypes.Name, "a")));
        Assert.Equal(RateLimitKey.ForAddress(null), RateLimitKeys.UserOrAddress(Context("sub", "a", authenticated: false)));
    }

    [Fact]
    public void ToString_OfAnyKey_DoesNotGiveTheCallerAway() =>
        Assert.DoesNotContain("alice", $"{RateLimitKey.ForUser("alice")} {RateLimitKey.Create("key", "alice")}", StringComparison.Ordinal);

    private static DefaultHttpContext Context(string type, string value, bool authenticated = true) => new()
    {
        User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(type, value)], authenticated ? "test" : null)),
    };
}
