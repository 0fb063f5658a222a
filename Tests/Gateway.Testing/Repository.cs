using System.IO.Enumeration;

namespace Gateway.Testing;

/// <summary>Finds the sources from which the tests were built.</summary>
public static class Repository
{
    private static readonly string[] NotSources = ["node_modules", "artifacts", "bin", "obj"];

    /// <summary>The directory that contains the solution file.</summary>
    public static string Root { get; } = Find();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The full paths of the documents, without those that a build or a package brought.</summary>
    public static IEnumerable<string> Documents()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        return new FileSystemEnumerable<string>(Root, (ref FileSystemEntry entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && entry.FileName.EndsWith(".md", StringComparison.Ordinal),
            // Below artifacts, links of Wine lead out of the repository.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !NotSources.Contains(entry.FileName.ToString()),
        };
    }

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (directory.GetFiles("Gateway.sln").Length > 0)
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run from inside the repository.");
    }
}
