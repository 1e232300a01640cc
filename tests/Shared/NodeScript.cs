using System.Reflection;

namespace Investigations.Testing;

/// <summary>The script <c>read.mjs</c> of a test project's folder <c>Node</c>, with the packages that its lock file names.</summary>
internal static class NodeScript
{
    /// <summary>What it prints; the test skips where Node.js or the packages are not to be had.</summary>
    public static async Task<string> RunAsync(params string[] arguments)
    {
        var folder = typeof(NodeScript).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "NodeFolder").Value!;
        Engine.Require(await Engine.RunAsync("node", "--version") is not null, "node is missing.");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            Engine.Require(await Engine.RunAsync("npm", "ci", "--no-audit", "--no-fund", "--prefix", folder) is not null, "npm ci failed.");
        }

        var output = await Engine.RunAsync("node", [Path.Combine(folder, "read.mjs"), .. arguments]);
        Assert.NotNull(output);
        return output;
    }
}
