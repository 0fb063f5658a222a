namespace Gateway.Testing;

/// <summary>Finds the sources from which the tests were built.</summary>
public static class Repository
{
    /// <summary>The directory that contains the solution file.</summary>
    public static string Root { get; } = Find();

    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

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
