using Gateway.Testing;

namespace Gateway.Client.Tests;

public sealed class FilePositionStoreTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-test-");

    private string Path => System.IO.Path.Combine(_directory.FullName, "position.json");

    [Fact]
    public async Task The_last_position_is_there_for_the_next_run()
    {
        var store = new FilePositionStore(Path);
        Assert.Null(await store.LoadAsync(default).WithTimeout("no position"));

        await store.SaveAsync(new StreamPosition("e1", 7), default).WithTimeout("the first position");
        await store.SaveAsync(new StreamPosition("e2", long.MaxValue), default).WithTimeout("the next position");

        Assert.Equal(new StreamPosition("e2", long.MaxValue), await new FilePositionStore(Path).LoadAsync(default).WithTimeout("the position"));
        Assert.Equal([Path], Directory.GetFiles(_directory.FullName));
    }

    [Fact]
    public async Task A_crash_while_a_position_was_written_leaves_the_one_before()
    {
        var store = new FilePositionStore(Path);
        await store.SaveAsync(new StreamPosition("e1", 7), default).WithTimeout("a position");
        await File.WriteAllTextAsync(Path + ".new", "{\"epoch\":\"e1\",\"seq").WithTimeout("half a position");

        Assert.Equal(new StreamPosition("e1", 7), await store.LoadAsync(default).WithTimeout("the position"));
        await store.SaveAsync(new StreamPosition("e1", 8), default).WithTimeout("the next position");
        Assert.Equal(new StreamPosition("e1", 8), await store.LoadAsync(default).WithTimeout("the position"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"epoch\":\"e1\"}")]
    [InlineData("{\"epoch\":\"e1\",\"sequence\":1.5}")]
    [InlineData("{\"epoch\":null,\"sequence\":1}")]
    public async Task A_damaged_file_is_never_a_new_beginning(string text)
    {
        await File.WriteAllTextAsync(Path, text).WithTimeout("a damaged file");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => new FilePositionStore(Path).LoadAsync(default).WithTimeout("the refusal"));

        Assert.Contains(Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("delete it", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
