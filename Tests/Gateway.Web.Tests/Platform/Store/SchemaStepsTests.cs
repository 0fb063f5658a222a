using Gateway.Web.Platform.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Web.Tests.Platform.Store;

public sealed class SchemaStepsTests
{
    private static int Next => StoreSchema.All.Count + 1;

    [Fact]
    public void Steps_are_numbered_from_one_without_holes() =>
        Assert.Equal(Enumerable.Range(1, StoreSchema.All.Count), StoreSchema.All.Select(step => step.Version));

    [Fact]
    public void An_older_schema_gets_exactly_the_missing_steps()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        new SchemaUpgrader(StoreSchema.ApplicationId, StoreSchema.All, NullLogger.Instance).Create(connection);
        SchemaStep[] steps = [.. StoreSchema.All, new(Next, "test", "CREATE TABLE Two (Id INTEGER)"), new(Next + 1, "test", "CREATE TABLE Three (Id INTEGER)")];

        new SchemaUpgrader(StoreSchema.ApplicationId, steps, NullLogger.Instance).Upgrade(connection, "memory");
        new SchemaUpgrader(StoreSchema.ApplicationId, steps, NullLogger.Instance).Upgrade(connection, "memory");

        Assert.Equal($"{Next + 1}", connection.Text("SELECT Value FROM Meta WHERE Key = 'schema.version'"));
        Assert.Equal(2, connection.Number("SELECT count(*) FROM sqlite_master WHERE name IN ('Two', 'Three')"));
    }
}
