using System.Runtime.Versioning;
using Gateway.FunctionalTests.Hosting;
using Gateway.Testing;

namespace Gateway.FunctionalTests;

[UnsupportedOSPlatform("windows")]
public sealed class StoreRightsTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Files_of_the_store_are_for_the_gateways_account_only_and_wider_rights_are_told_and_taken_away()
    {
        await using var first = await GatewayProcess.StartAsync();
        Assert.All(FilesOf(first), file => Assert.Equal((file, OwnerOnly), (file, File.GetUnixFileMode(file))));
        Assert.DoesNotContain("could be used by others", first.Output, StringComparison.Ordinal);

        await first.KillAsync();
        string[] opened = [.. FilesOf(first).Where(file => Path.GetDirectoryName(file) == first.StoreDirectory)];
        Assert.Contains(opened, file => file.EndsWith(".db-wal", StringComparison.Ordinal));
        foreach (var file in opened)
        {
            File.SetUnixFileMode(file, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        await using var second = await first.StartAgainAsync();
        Assert.All(FilesOf(second), file => Assert.Equal((file, OwnerOnly), (file, File.GetUnixFileMode(file))));
        // The log is written by a thread of its own, and may come after the line that says that the gateway is ready.
        await Eventually.Async(
            () => opened.All(file => second.Output.Contains($"The file {file} could be used by others (OtherRead, GroupRead)", StringComparison.Ordinal)), "the warnings");
    }

    private static string[] FilesOf(GatewayProcess gateway) => Directory.GetFiles(gateway.StoreDirectory, "*", SearchOption.AllDirectories);
}
