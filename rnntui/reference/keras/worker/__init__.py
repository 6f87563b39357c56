"""The Keras process, the only one that imports TensorFlow and Keras.

`__main__` secures its pipes before anything is imported; `server` answers requests; `backend` does
the work, with `loaded_model`, `recurrent`, `rebuild` and `training`. Begin with `server.py`.
"""
