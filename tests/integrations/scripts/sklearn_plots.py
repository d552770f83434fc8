"""All charts that wandb draws of a classifier, a regressor and a clustering of scikit-learn."""

import sys

import wandb
from sklearn.cluster import KMeans
from sklearn.datasets import load_diabetes, load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split

wandb.init(project=sys.argv[1], id="sklearn")
iris = load_iris()
x_train, x_test, y_train, y_test = train_test_split(iris.data, iris.target, random_state=0)
forest = RandomForestClassifier(10, random_state=0).fit(x_train, y_train)
wandb.sklearn.plot_classifier(
    forest,
    x_train,
    x_test,
    y_train,
    y_test,
    forest.predict(x_test),
    forest.predict_proba(x_test),
    list(iris.target_names),
    model_name="Forest",
    feature_names=iris.feature_names,
)
x_train, x_test, y_train, y_test = train_test_split(*load_diabetes(return_X_y=True), random_state=0)
wandb.sklearn.plot_regressor(Ridge().fit(x_train, y_train), x_train, x_test, y_train, y_test, model_name="Ridge")
means = KMeans(3, n_init=1, random_state=0)
wandb.sklearn.plot_clusterer(means, iris.data, means.fit_predict(iris.data), iris.target_names, "KMeans")
wandb.finish()
