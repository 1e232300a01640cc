using Investigations.Testing;

namespace Investigations.AotSmoke.Tests;

[Collection("Publishing takes the machine")]
public sealed class TrimmedSmokeTests(TrimmedHost published, PostgresFixture postgres) : SmokeTests(published, postgres), IClassFixture<TrimmedHost>;
