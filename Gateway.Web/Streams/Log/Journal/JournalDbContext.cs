using Gateway.Web.Platform.Store;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Web.Streams.Log.Journal;

/// <summary>The rows of a journal, in the table that its schema steps create.</summary>
internal sealed class JournalDbContext<TRow>(DbContextOptions<JournalDbContext<TRow>> options, JournalFormat format) : DbContext(options)
    where TRow : class, IJournalRow
{
    public DbSet<TRow> Rows => Set<TRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var rows = modelBuilder.Entity<TRow>().ToTable(format.Table);
        rows.HasKey(row => row.Sequence);
        rows.Property(row => row.Sequence).ValueGeneratedNever();
    }
}
