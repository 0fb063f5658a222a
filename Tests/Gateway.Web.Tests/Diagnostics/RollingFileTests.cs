using Gateway.Web.Diagnostics;
using Gateway.Web.Tests.Hosting;

namespace Gateway.Web.Tests.Diagnostics;

public sealed class RollingFileTests : IDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly TestClock _clock = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_full_file_is_put_aside_and_only_so_many_are_kept()
    {
        using (var file = new RollingFile(_directory.File("logs"), maxBytes: 40, maxFiles: 3, _clock))
        {
            for (var i = 0; i < 10; i++)
            {
                file.WriteLine($"line {i}, of thirty characters..");
                _clock.Advance(TimeSpan.FromSeconds(1));
            }
        }

        var files = Directory.GetFiles(_directory.File("logs")).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(3, files.Length);
        Assert.Equal(["line 7", "line 8", "line 9"], files.Select(path => File.ReadAllText(path)[..6]));
        Assert.EndsWith(RollingFile.CurrentName, files[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_before_is_continued()
    {
        foreach (var line in new[] { "first", "second" })
        {
            using var file = new RollingFile(_directory.Path, maxBytes: 4096, maxFiles: 2, _clock);
            file.WriteLine(line);
        }

        Assert.Equal(["first", "second"], File.ReadAllLines(_directory.File(RollingFile.CurrentName)));
    }

    [Fact]
    public void After_a_failure_the_file_is_opened_anew()
    {
        File.WriteAllText(_directory.File("logs"), "in the way");
        using var file = new RollingFile(_directory.File("logs"), maxBytes: 4096, maxFiles: 2, _clock);
        Assert.ThrowsAny<IOException>(() => file.WriteLine("lost"));

        File.Delete(_directory.File("logs"));
        file.WriteLine("kept");
        file.Flush();
        using var reader = new StreamReader(new FileStream(_directory.File("logs", RollingFile.CurrentName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        Assert.Equal("kept", reader.ReadLine());
    }
}
