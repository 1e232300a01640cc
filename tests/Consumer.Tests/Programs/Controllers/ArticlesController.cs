using Investigations.Concurrency;
using Microsoft.AspNetCore.Mvc;

public record Article(string Title, long Version);

public record ArticlePatch(string Title);

public class ArticleStore
{
    private Article _article = new("Draft", 1);

    public VersionCommit<Article> Update(string id, ExpectedVersion expected, ArticlePatch patch)
    {
        if (!expected.IsSatisfiedBy(_article.Version))
        {
            return VersionCommit.Conflict(_article.Version);
        }

        _article = new(patch.Title, _article.Version + 1);
        return VersionCommit.Committed(_article.Version, _article);
    }
}

//= Concurrency: MVC
