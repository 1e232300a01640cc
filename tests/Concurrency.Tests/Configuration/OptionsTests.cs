using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Investigations.Concurrency.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Options_NoConfiguration_AreTheDefaults()
    {
        var options = new ServiceCollection().AddLogging().AddOptimisticConcurrency().BuildServiceProvider()
            .GetRequiredService<IOptions<OptimisticConcurrencyOptions>>().Value;

        Assert.Equal(ConcurrencyMode.Required, options.Mode);
        Assert.Equal("If-Match", options.HeaderName);
        Assert.Equal(409, options.ConflictStatusCode);
        Assert.Equal((TagHandling.Accept, TagHandling.Accept), (options.WeakTags, options.BareVersions));
        Assert.Equal(TimeSpan.FromSeconds(1), options.VersionCacheTtl);
        Assert.Equal(10_000, options.VersionCacheSize);
        Assert.Equal(("private, no-cache", "Accept-Encoding"), (options.CacheControl, options.Vary));
        Assert.Equal((false, true), (options.EmitWeakTags, options.EmitETagOnPut));
        Assert.Equal(UnusedVersionHandling.LogInDevelopment, options.UnusedVersion);
    }

    [Fact]
    public void Options_SectionFlatNameAndCode_WinInThatOrder()
    {
        Assert.Equal("X-Section", Read(null, ("Concurrency:HeaderName", "X-Section")).HeaderName);
        Assert.Equal("X-Flat", Read(null, ("Concurrency:HeaderName", "X-Section"), ("VERSION_HEADER_NAME", "X-Flat")).HeaderName);
        Assert.Equal("X-Code", Read(o => o.HeaderName = "X-Code", ("Concurrency:HeaderName", "X-Section"), ("VERSION_HEADER_NAME", "X-Flat")).HeaderName);
    }

    [Fact]
    public void Options_EachKey_IsBound()
    {
        var options = Read(null,
            ("Concurrency:Mode", "optional"), ("Concurrency:ConflictStatusCode", "412"), ("Concurrency:WeakTags", "Reject"),
            ("Concurrency:BareVersions", "Reject"), ("Concurrency:EmitETagOnPut", "false"), ("Concurrency:VersionCacheTtlSeconds", "0.5"),
            ("Concurrency:VersionCacheSize", "7"), ("Concurrency:CacheControl", "private"), ("Concurrency:Vary", "Accept"),
            ("Concurrency:UnusedVersion", "Throw"));

        Assert.Equal((ConcurrencyMode.Optional, 412, TagHandling.Reject, TagHandling.Reject),
            (options.Mode, options.ConflictStatusCode, options.WeakTags, options.BareVersions));
        Assert.Equal((false, TimeSpan.FromSeconds(0.5), 7, "private", "Accept", UnusedVersionHandling.Throw),
            (options.EmitETagOnPut, options.VersionCacheTtl, options.VersionCacheSize, options.CacheControl, options.Vary, options.UnusedVersion));
        Assert.True(Read(null, ("Concurrency:EmitWeakTags", "true")).EmitWeakTags);
    }

    [Theory]
    [InlineData("Concurrency:Enabled", "false", ConcurrencyMode.Disabled)]
    [InlineData("ENABLE_OPTIMISTIC_LOCKING", "false", ConcurrencyMode.Disabled)]
    [InlineData("ENABLE_OPTIMISTIC_LOCKING", "0", ConcurrencyMode.Disabled)]
    [InlineData("ENABLE_OPTIMISTIC_LOCKING", "True", ConcurrencyMode.Required)]
    [InlineData("Concurrency:Mode", "Disabled", ConcurrencyMode.Disabled)]
    public void Options_Enabled_IsAMode(string key, string value, ConcurrencyMode mode) => Assert.Equal(mode, Read(null, (key, value)).Mode);

    [Fact]
    public void Options_EnabledByFlatName_WinsOverTheSection() =>
        Assert.Equal(ConcurrencyMode.Required, Read(null, ("Concurrency:Mode", "Disabled"), ("ENABLE_OPTIMISTIC_LOCKING", "true")).Mode);

    [Theory]
    [InlineData("ENABLE_OPTIMISTIC_LOCKING", "maybe", "true or false")]
    [InlineData("VERSION_HEADER_NAME", "If Match", "a token (RFC 9110 §5.6.2)")]
    [InlineData("VERSION_HEADER_NAME", "", "a token (RFC 9110 §5.6.2)")]
    [InlineData("VERSION_HEADER_NAME", "If-Match:", "a token (RFC 9110 §5.6.2)")]
    [InlineData("Concurrency:ConflictStatusCode", "410", "409 or 412")]
    [InlineData("Concurrency:ConflictStatusCode", "200", "409")]
    [InlineData("Concurrency:VersionCacheTtlSeconds", "3601", "a number of seconds from 0 to 3600")]
    [InlineData("Concurrency:VersionCacheTtlSeconds", "-1", "a number of seconds from 0 to 3600")]
    [InlineData("Concurrency:VersionCacheSize", "0", "from 1 to 1000000")]
    [InlineData("Concurrency:Mode", "7", "Required, Optional, Disabled")]
    [InlineData("Concurrency:CacheControl", "a\nb", "a header value")]
    public void Options_BadValue_NamesKeyValueAndRange(string key, string value, string range)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => Read(null, (key, value)));

        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"'{value}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(range, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_BadValueFromCode_IsRefusedToo()
    {
        Assert.Throws<OptionsValidationException>(() => Read(o => o.VersionCacheTtl = TimeSpan.FromDays(1)));
        Assert.Throws<OptionsValidationException>(() => Read(o => o.HeaderName = null!));
        Assert.Throws<OptionsValidationException>(() => Read(o => o.Vary = null!));
        Assert.Throws<OptionsValidationException>(() => Read(o => o.Mode = (ConcurrencyMode)9));
        Assert.Throws<OptionsValidationException>(() => Read(o => (o.EmitWeakTags, o.WeakTags) = (true, TagHandling.Reject)));
    }

    [Fact]
    public async Task Host_BadValue_DoesNotStart()
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => DocumentApi.StartAsync(configure: o => o.ConflictStatusCode = 418));

        Assert.Equal("Concurrency:ConflictStatusCode is '418', but must be 409 or 412.", refused.Message);
    }

    private static OptimisticConcurrencyOptions Read(Action<OptimisticConcurrencyOptions>? configure, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build();
        return new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddOptimisticConcurrency(configure).BuildServiceProvider()
            .GetRequiredService<IOptions<OptimisticConcurrencyOptions>>().Value;
    }
}
