using Investigations.Testing;

namespace Investigations.AotSmoke.Tests;

[Collection("Publishing takes the machine")]
public sealed class NativeSmokeTests(NativeHost published, PostgresFixture postgres) : SmokeTests(published, postgres), IClassFixture<NativeHost>;
