namespace Investigations.Sse.Tests;

public class PushedIdTests
{
    [Theory]
    [InlineData("abc-1", 1)]
    [InlineData("abc-9223372036854775807", long.MaxValue)]
    [InlineData("abc-9223372036854775808", -1)]
    [InlineData("abc-99999999999999999999999999", -1)]
    [InlineData("abc-0", -1)]
    [InlineData("abc-01", -1)]
    [InlineData("abc-", -1)]
    [InlineData("abc", -1)]
    [InlineData("", -1)]
    [InlineData("abd-1", -1)]
    [InlineData("abc-+1", -1)]
    [InlineData("abc--1", -1)]
    [InlineData("abc- 1", -1)]
    [InlineData("abc-1 ", -1)]
    [InlineData("ABC-1", -1)]
    [InlineData("abc-١", -1)]
    public void Parse_Id_IsStrict(string id, long expected) => Assert.Equal(expected, PushedId.Parse(id, "abc"));

    [Fact]
    public void NewEpoch_IsUrlSafeShortAndNew()
    {
        var epochs = Enumerable.Range(0, 1000).Select(_ => PushedId.NewEpoch()).ToHashSet();
        Assert.Equal(1000, epochs.Count);
        Assert.All(epochs, epoch => Assert.Matches("^[A-Za-z0-9._~-]{1,40}$", epoch));
    }
}
