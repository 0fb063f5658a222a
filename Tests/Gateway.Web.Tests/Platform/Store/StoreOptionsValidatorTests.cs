using Gateway.Web.Platform.Store;
using Gateway.Web.Tests.Fixtures;
using Microsoft.Extensions.Options;

namespace Gateway.Web.Tests.Platform.Store;

public sealed class StoreOptionsValidatorTests
{
    private readonly StoreOptionsValidator _validator = new();

    [Fact]
    public void Defaults_are_valid() => Assert.True(_validator.Validate(null, new StoreOptions()).Succeeded);

    [Fact]
    public void All_faults_are_listed()
    {
        var result = _validator.Validate(null, new StoreOptions { Path = ":memory:", BusyTimeoutSeconds = 0 });

        Assert.Collection(
            result.Failures!,
            fault => Assert.StartsWith("Gateway:Store:Path ", fault, StringComparison.Ordinal),
            fault => Assert.StartsWith("Gateway:Store:BusyTimeoutSeconds ", fault, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("data/")]
    [InlineData("file:gateway.db")]
    [InlineData("a\0b")]
    public void A_path_that_names_no_file_is_a_fault(string path) =>
        Assert.True(_validator.Validate(null, new StoreOptions { Path = path }).Failed);

    [Fact]
    public async Task Invalid_options_stop_the_start_before_any_file_is_made()
    {
        using var directory = new TempDirectory();
        await using var host = new StoreHost(directory.Path, ("Gateway:Store:BusyTimeoutSeconds", "0"));

        await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }
}
