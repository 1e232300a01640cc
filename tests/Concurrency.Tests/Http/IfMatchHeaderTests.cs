using System.Text.Json;

namespace Investigations.Concurrency.Tests;

public sealed class IfMatchHeaderTests
{
    [Theory]
    [InlineData("3")]
    [InlineData("\"3\"")]
    [InlineData("W/\"3\"")]
    [InlineData("*")]
    [InlineData("\"1\", \"3\"")]
    [InlineData("\"1\",, ,\"3\",")]
    [InlineData("3, 4")]
    [InlineData("\t\"3\" ")]
    [InlineData("3,W/\"4\"")]
    public async Task Patch_HeaderNamesCurrentVersion_Writes(string ifMatch)
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"new"}""", $"If-Match: {ifMatch}");

        Assert.Equal(200, response.Status);
        Assert.Equal("\"4\"", response["ETag"]);
        Assert.Equal(4, response.Json.GetProperty("version").GetInt64());
    }

    [Theory]
    [InlineData("2", "2")]
    [InlineData("\"2\"", "2")]
    [InlineData("W/\"2\"", "2")]
    [InlineData("\"4\"", "4")]
    [InlineData("\"*\"", "\"*\"")]
    [InlineData("\"1\", \"2\"", "[1,2]")]
    [InlineData("\"1\", \"abc\"", "[1,\"abc\"]")]
    [InlineData("\"03\"", "\"03\"")]
    [InlineData("\"+3\"", "\"\\u002B3\"")]
    [InlineData("\"99999999999999999999\"", "\"99999999999999999999\"")]
    [InlineData("\"\"", "\"\"")]
    [InlineData("\"3-gzip\"", "\"3-gzip\"")]
    [InlineData("\"a,3\"", "\"a,3\"")]
    [InlineData("\"abc\"", "\"abc\"")]
    [InlineData("\"a\\\"", "\"a\\\\\"")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public async Task Patch_HeaderNamesOtherVersion_Conflicts(string ifMatch, string submitted)
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendBodyAsync("PATCH", "/documents/1", """{"title":"new"}""", $"If-Match: {ifMatch}");

        Assert.Equal(409, response.Status);
        Assert.Equal("version_conflict", response.Code);
        Assert.Equal("application/problem+json", response["Content-Type"]);
        Assert.Equal("\"3\"", response["ETag"]);
        Assert.Equal("no-store", response["Cache-Control"]);
        Assert.Equal(3, response.Json.GetProperty("current_version").GetInt64());
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(submitted), response.Json.GetProperty("submitted_version")));
        Assert.Equal(0, app.Documents().Writes);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData(",")]
    [InlineData(" , ,")]
    [InlineData("*, \"3\"")]
    [InlineData("\"3\", *")]
    [InlineData("*, *")]
    [InlineData("w/\"3\"")]
    [InlineData("\"3")]
    [InlineData("3\"")]
    [InlineData("'3'")]
    [InlineData("W/3")]
    [InlineData("W/ \"3\"")]
    [InlineData("W/")]
    [InlineData("W/*")]
    [InlineData("\"3\";x")]
    [InlineData("\"3\" \"4\"")]
    [InlineData("\"3\"x, \"4\"")]
    [InlineData("\"3\",x")]
    [InlineData("03")]
    [InlineData("+3")]
    [InlineData("-1")]
    [InlineData("3.0")]
    [InlineData("1e3")]
    [InlineData("0x3")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775808")]
    [InlineData("\" 3 \"")]
    [InlineData("undefined")]
    [InlineData("null")]
    [InlineData("NaN")]
    [InlineData("3 4")]
    public async Task Patch_HeaderMalformed_IsRefusedAndNothingIsRead(string ifMatch)
    {
        await using var app = await DocumentApi.StartAsync();

        var response = await app.SendBodyAsync("PATCH", "/documents/1", "not even JSON", $"If-Match: {ifMatch}");

        Assert.Equal(400, response.Status);
        Assert.Equal("invalid_precondition", response.Code);
        Assert.Contains("If-Match: \"3\"", response.Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("no-store", response["Cache-Control"]);
        Assert.Equal(0, app.Documents().VersionReads);
        Assert.Equal(0, app.Documents().Writes);
    }
}
